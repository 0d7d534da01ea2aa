package darkroom.browser;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/** A hand on the keys alone: it comes to a control by Tab and Shift+Tab, as far away as it may be. */
final class Keys implements Hand {

    private static final int PATIENCE = 200;

    /** Where the focus is, seen from a control: on it, on another of its group of answers, or which way it lies. */
    private static final String WHERE = """
            target => {
              const at = document.activeElement;
              if (at === target) return 'here';
              if (target.type === 'radio' && at.type === 'radio' && at.name === target.name && at.form === target.form) return 'group';
              const after = at !== document.body && target.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING;
              return after ? 'Shift+Tab' : 'Tab';
            }""";

    private final Page page;
    private final Keyboard keyboard;

    Keys(Page page) {
        this.page = page;
        keyboard = page.keyboard();
    }

    /** Comes to a control, or to another answer of its group. */
    private String reach(Locator control) {
        String way = "";
        for (int i = 0; i < PATIENCE; i++) {
            String where = (String) control.evaluate(WHERE);
            if (!where.endsWith("Tab")) {
                return where;
            }
            if (!way.isEmpty() && !way.equals(where)) {
                break;
            }
            way = where;
            keyboard.press(where);
        }
        return fail("By keys nobody comes to " + control.evaluate("target => target.outerHTML") + "; the focus is on "
                + page.evaluate("document.activeElement.outerHTML.slice(0, 300)"));
    }

    @Override
    public void press(Locator control) {
        reach(control);
        keyboard.press(
                Boolean.TRUE.equals(control.evaluate("control => control.matches('a, summary')")) ? "Enter" : "Space");
    }

    @Override
    public void choose(Locator radio) {
        String where = reach(radio);
        for (int i = 0; i < 10 && !where.equals("here"); i++) {
            keyboard.press("ArrowDown");
            where = (String) radio.evaluate(WHERE);
        }
        if (!radio.isChecked()) {
            keyboard.press("Space");
        }
    }

    @Override
    public void toEnd(Locator slider) {
        reach(slider);
        keyboard.press("End");
    }

    @Override
    public void type(Locator field, String text) {
        reach(field);
        keyboard.type(text);
    }

    @Override
    public void assertNotLost() {
        assertFalse(
                Boolean.TRUE.equals(page.evaluate("document.activeElement === document.body")), "the focus is lost");
    }
}
