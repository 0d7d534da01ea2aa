package darkroom.browser;

import com.microsoft.playwright.Locator;

/** How a learner works a page's controls. */
interface Hand {

    /** Presses a button, follows a link, opens a file's chooser. */
    void press(Locator control);

    /** Chooses one of a group of answers. */
    void choose(Locator radio);

    /** Takes a slider to its end. */
    void toEnd(Locator slider);

    void type(Locator field, String text);

    /** After the page changed below the hand: a learner is still somewhere on it. */
    void assertNotLost();
}
