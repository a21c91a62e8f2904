/** The words of these pages, which nobody needs at the start. */
import own from "$locales/en/window-teams.ftl?raw";
import { learn } from "$text";

learn(own);
