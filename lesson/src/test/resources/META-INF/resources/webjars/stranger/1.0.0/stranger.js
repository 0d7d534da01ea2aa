// A library that lies on the class path and that the page does not use.
