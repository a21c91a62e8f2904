/** The words of these pages and of how to get to them in the settings, which nobody needs at the start. */
import shared from "$locales/en/transfer.ftl?raw";
import own from "$locales/en/window-transfer.ftl?raw";
import { learn } from "$text";

learn(shared);
learn(own);
