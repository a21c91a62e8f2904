/** The words of this page, which nobody needs at the start. */
import findings from "$locales/en/checkup.ftl?raw";
import own from "$locales/en/window-checkup.ftl?raw";
import { learn } from "$text";

learn(findings);
learn(own);
