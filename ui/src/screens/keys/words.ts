/** The words of these pages, which nobody needs at the start. */
import drill from "$locales/en/checkup.ftl?raw";
import own from "$locales/en/window-keys.ftl?raw";
import { learn } from "$text";

learn(drill);
learn(own);
