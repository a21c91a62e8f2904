/** The words of these parts, which nobody needs at the start. */
import findings from "$locales/en/checkup.ftl?raw";
import own from "$locales/en/window-backup-codes.ftl?raw";
import checkup from "$locales/en/window-checkup.ftl?raw";
import { learn } from "$text";

learn(findings);
learn(checkup);
learn(own);
