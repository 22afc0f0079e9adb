// The page of a single form.

import { startFilling } from "./filling.js";

startFilling(document.getElementById("sheet"));
