package darkroom.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.BoundingBox;

/** A hand with a mouse; only a name is typed. */
final class Mouse implements Hand {

    @Override
    public void press(Locator control) {
        control.click();
    }

    @Override
    public void choose(Locator radio) {
        radio.click();
    }

    @Override
    public void toEnd(Locator slider) {
        slider.scrollIntoViewIfNeeded();
        BoundingBox box = slider.boundingBox();
        slider.click(new Locator.ClickOptions().setPosition(box.width - 2, box.height / 2));
    }

    @Override
    public void type(Locator field, String text) {
        field.click();
        field.page().keyboard().type(text);
    }

    @Override
    public void assertNotLost() {}
}
