package darkroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import darkroom.lesson.TestModels;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every lab with a question: picture, pressed control and verdict in one view, and what was answered stays answered. */
class StageTest {

    @RegisterExtension
    private static final Site site = Site.with(
            TestModels::writeModel,
            TestModels::writeClassifier,
            TestModels::linkScenes,
            TestModels::linkByHeart,
            TestModels::writeTransformer);

    /**
     * A lab on its stage.
     *
     * @param path its page
     * @param name its element
     * @param answer what the finding shows in place of a veil
     * @param again a control that has the engine measure anew
     * @param widths of the windows in which all of it is in one view
     * @param plays whether it plays for seconds what it found, which is not waited for here
     */
    private record Lab(String path, String name, String answer, String again, List<Integer> widths, boolean plays) {

        String within(String selector) {
            return "document.querySelector('" + name + " " + selector + "')";
        }
    }

    private static final Pattern VERDICT = Pattern.compile(
            "Your guess holds\\.|Not this time\\.|too close to another answer|none of the answers holds");

    private static final List<Integer> WIDE = List.of(1440);
    private static final List<Integer> PHONE = List.of(390);
    private static final List<Integer> BOTH = List.of(1440, 390);

    private static final List<Lab> LABS = List.of(
            new Lab("drown", "drown-lab", "#returned", "20%", WIDE, false),
            new Lab("reverse?maker=exact", "jumps-lab", "[data-steps=\"1\"]", "Other noise", BOTH, false),
            new Lab("reverse", "running-lab", "[data-of=x0]", "Other noise", BOTH, true),
            new Lab("reverse?t=50#microscope", "microscope-lab", "[data-name=next]", "Other noise", BOTH, false),
            new Lab("forward", "half-question", ".plot canvas", "Other noises", BOTH, false),
            new Lab("schedules", "drawn-schedule", ".bars", "Other noise", BOTH, false),
            new Lab("schedules#groups", "groups-question", ".bars", "Other noise", BOTH, false),
            new Lab("reverse#field", "field-lab", "canvas", "Other start", BOTH, true),
            new Lab("reverse#damage", "damage-lab", "[data-run=untouched]", "Other pictures", BOTH, false),
            new Lab("next#straight", "straight-lab", "canvas", "Other noise", PHONE, true),
            new Lab("playground#repaint", "repaint-lab", "[data-fill=\"0\"]", "Paint again", BOTH, false),
            new Lab(
                    "playground?lanes=ddim-4-0-1-learned*ddim-2-0-1-learned#race",
                    "race-lab",
                    "[data-lane=\"0\"]",
                    "Race from other noise",
                    BOTH,
                    true),
            new Lab("playground?idea=patterns", "patterns-idea", "[data-cell=\"0 1\"]", "Other noise", BOTH, false),
            new Lab("playground?idea=half", "half-idea", "[data-cell=\"1 0\"]", "Other noise", BOTH, false),
            new Lab("playground?idea=inverse", "inverse-idea", "[data-cell=\"2 0\"]", "Other noise", BOTH, false),
            new Lab("playground?idea=twice", "twice-idea", "[data-cell=\"0 1\"]", "Other noise", BOTH, false),
            new Lab("journey?step=noise", "noise-step", "#drawn", "New seed", BOTH, false),
            new Lab("journey?step=forward", "pairs-step", "[data-mix=\"1\"]", "Other noises", WIDE, false),
            new Lab("journey?step=reverse&maker=exact", "twice-step", "[data-print=ddpm0]", "Other start", BOTH, false),
            new Lab("journey?practised=0#lines", "lines-lab", "[data-of=predicted]", "Other examples", BOTH, false),
            new Lab("journey#heart", "heart-lab", "[data-drawn=\"0\"]", "Other noises", BOTH, false),
            new Lab("journey?step=sampling", "samples-step", "[data-sample=\"0\"]", "Other noises", BOTH, false),
            new Lab("next/words#pair", "pair-lab", "[data-drawn=\"0\"]", "Other noises", BOTH, false),
            new Lab(
                    "next/words?sentences=8#scales",
                    "scales-lab",
                    "[data-scaled=\"1 0\"]",
                    "Other sentences",
                    BOTH,
                    false),
            new Lab("next/transformers", "transformer-lab", "[data-layer=\"0\"]", "Other noise", BOTH, false),
            new Lab("next/latents", "latents-lab", "[data-colours=decoded]", "Other scene", BOTH, false),
            new Lab(
                    "journey?step=guidance&many=16",
                    "guidance-step",
                    "[data-column=\"0\"]",
                    "Other noises",
                    BOTH,
                    false));

    private static Stream<Arguments> labs() {
        return LABS.stream().flatMap(lab -> lab.widths().stream().map(width -> Arguments.of(lab, width)));
    }

    @ParameterizedTest
    @MethodSource("labs")
    void whatIsPressedWhatChangesAndTheVerdictAreInOneViewAndStay(Lab lab, int width) {
        try (Visit visit = site.visit(lab.path(), width)) {
            if (lab.plays()) {
                visit.page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
            }
            Locator element = visit.page.locator(lab.name());
            visit.until(lab.within(".ask input"));
            visit.page.evaluate("document.fonts.ready");
            visit.page.waitForTimeout(700);
            element.evaluate("lab => lab.scrollIntoView()");
            double foot = foot(element);
            element.locator(".ask input").nth(1).check();
            element.getByText("Lock in").scrollIntoViewIfNeeded();
            assertInView(visit, lab, lab.answer(), ".ask .btn.go");
            element.getByText("Lock in").click();
            settled(visit, lab);
            assertEquals(foot, foot(element), 1, "what is below the card moved");
            assertInView(visit, lab, lab.answer(), ".ask .found");
            assertTrue(VERDICT.matcher(told(visit.page, lab)).find(), "the guess is judged");
            assertTrue(
                    (Boolean) element.evaluate("lab => new Set([...lab.querySelectorAll('.findings svg')]"
                            + ".map(bar => Math.round(bar.getBoundingClientRect().width))).size <= 1"),
                    "bars of one finding have one scale");
            if (width == 1440) {
                assertRestored(visit, lab);
            }
            element.locator(":is(.tools, .scene, .onward)")
                    .getByText(lab.again(), new Locator.GetByTextOptions().setExact(true))
                    .click();
            settled(visit, lab);
            assertInView(visit, lab, lab.answer(), ".ask .found");
            if (Boolean.TRUE.equals(element.evaluate("lab => lab.judgesLater"))) {
                assertNotEquals(
                        "Measured for another setting.",
                        element.locator(".found").innerText(),
                        "other noise is no other question");
            }
            String control = "[...document.querySelectorAll('" + lab.name()
                    + " :is(.tools, .scene, .onward) button')].find(one =>" + " one.textContent.trim() === '"
                    + lab.again() + "')";
            assertTrue(seen(visit, control), lab.again());
            assertEquals(List.of(), visit.barriers(lab.name()));
            visit.assertQuiet();
        }
    }

    /** A reload and the way back, which are the same for all labs. */
    @Test
    void whatWasAnsweredStays() {
        Lab lab = new Lab("forward", "half-question", ".plot canvas", "", WIDE, false);
        try (Visit visit = site.visit(lab.path(), 1440)) {
            visit.until(lab.within(".ask input"));
            Locator element = visit.page.locator(lab.name());
            element.locator(".ask input").nth(1).check();
            element.getByText("Lock in").click();
            settled(visit, lab);
            String told = told(visit.page, lab), shown = shown(visit.page, lab);
            visit.page.reload();
            assertShows(visit, lab, told, shown);
            visit.page.navigate(site.url() + "glossary");
            visit.page.goBack();
            assertShows(visit, lab, told, shown);
        }
    }

    private static void settled(Visit visit, Lab lab) {
        visit.until(lab.within(".settled .found") + " && !" + lab.within(".busy")
                + " && !document.querySelector('[data-developing]')");
        visit.page.waitForTimeout(100);
    }

    /** How far the line of details lies below the head of its stage. */
    private static double foot(Locator element) {
        return ((Number) element.evaluate("lab => lab.querySelector('.stage > .tools').getBoundingClientRect().top"
                        + " - lab.querySelector('.stage').getBoundingClientRect().top"))
                .doubleValue();
    }

    private static void assertInView(Visit visit, Lab lab, String... selectors) {
        for (String selector : selectors) {
            assertTrue(seen(visit, lab.within(selector)), selector + " of " + lab.name());
        }
    }

    /** Whether an element lies wholly in the window, but for a part of a pixel, and nothing over its middle. */
    private static boolean seen(Visit visit, String element) {
        return (Boolean) visit.page.evaluate("(one => { const box = one.getBoundingClientRect();"
                + " const over = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);"
                + " return box.top > -1 && box.bottom < innerHeight + 1"
                + " && (one.contains(over) || (one.closest('.frame') ?? one.parentElement).contains(over)); })("
                + element + ")");
    }

    /** Another tab, and the link in another browser. */
    private static void assertRestored(Visit visit, Lab lab) {
        visit.page.waitForTimeout(300);
        String told = told(visit.page, lab), shown = shown(visit.page, lab), link = visit.page.url();
        visit.page.navigate(site.url() + lab.path());
        assertShows(visit, lab, told, shown);
        try (Visit other = site.visit(link.substring(site.url().length()), 1440)) {
            assertShows(other, lab, told, shown);
        }
    }

    private static void assertShows(Visit visit, Lab lab, String told, String shown) {
        visit.until(lab.within(".ask") + "?.innerText === `" + told + "`");
        settled(visit, lab);
        visit.page.locator(lab.name()).evaluate("lab => lab.scrollIntoView()");
        assertEquals(shown, shown(visit.page, lab));
    }

    private static String told(Page page, Lab lab) {
        return page.locator(lab.name() + " .ask").innerText();
    }

    private static String shown(Page page, Lab lab) {
        return (String) page.locator(lab.name() + " " + lab.answer()).first().evaluate("canvas => canvas.toDataURL()");
    }
}
