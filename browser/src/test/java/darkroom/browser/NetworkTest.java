package darkroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.SelectOption;
import darkroom.lesson.TestModels;
import darkroom.network.Outline;
import darkroom.network.UNet;
import darkroom.network.UNetConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The network drawn, broken and looked into, by mouse and by keys. */
class NetworkTest {

    @RegisterExtension
    private static final Site site = Site.with(TestModels::writeModel);

    private static Visit visit(String path, int width) {
        Visit visit = site.visit(path, width);
        visit.page.evaluate("() => document.querySelectorAll('details.deeper').forEach(one => (one.open = true))");
        visit.until("document.querySelector('unet-lab .node') && document.querySelector('damage-lab .ask')");
        return visit;
    }

    @ParameterizedTest
    @ValueSource(ints = {1440, 390})
    void aPartOfTheUOpensItsContactSheetByMouseAndByKeys(int width) {
        try (Visit visit = visit("reverse", width)) {
            // Two embeddings, the ends, two sizes with a layer each, one halving and one doubling, the middle.
            assertEquals(
                    2 + 3 + 2 + 1 + 3 + 4 + 1,
                    visit.page.locator("unet-lab .node").count());
            assertEquals(
                    "mid_block.attentions.0",
                    visit.page.locator("unet-lab h3 code").textContent());
            assertEquals(16, visit.page.locator("unet-lab [data-channel]").count());
            visit.page.locator("[data-part='down_blocks.0.resnets.0']").click();
            visit.until(
                    "document.querySelector('unet-lab h3').textContent.trim() === 'residual block 1 in its file down_blocks.0.resnets.0'");
            assertEquals(8, visit.page.locator("unet-lab [data-channel]").count());
            String own = visit.pixels("[data-channel='3']");
            visit.page.getByText("One scale", exactly()).click();
            visit.until("document.querySelector('unet-lab .contact').textContent.includes('One scale for all')");
            assertNotEquals(own, visit.pixels("[data-channel='3']"));
            visit.page.locator("[data-part='time_embedding']").focus();
            visit.page.keyboard().press("Enter");
            visit.until("document.querySelector('unet-lab h3 code').textContent === 'time_embedding'");
            assertEquals(1, visit.page.locator("unet-lab [data-channel]").count());
            assertEquals(
                    "true", visit.page.locator("[data-part='time_embedding']").getAttribute("aria-pressed"));
            visit.until("location.search.includes('net-part=time_embedding')");
            visit.page.reload();
            visit.until("document.querySelector('unet-lab h3 code')?.textContent === 'time_embedding'");
            visit.assertQuiet();
        }
    }

    @Test
    void activationsFollowTheTimeAndWhatTheNetworkIsTold() {
        try (Visit visit = visit("reverse", 1440)) {
            Locator slider = visit.page.locator("unet-lab input[type=range]");
            assertEquals("t 400, signal to noise 3 dB", slider.getAttribute("aria-valuetext"));
            String time = visit.pixels("[data-thumb='time_embedding']");
            String kind = visit.pixels("[data-thumb='class_embedding']");
            String first = visit.pixels("[data-thumb='conv_in']");
            visit.page.getByText("Told nothing").click();
            visit.until("document.querySelector('unet-lab .seg [aria-pressed=true]').textContent");
            visit.page.waitForCondition(
                    () -> !visit.pixels("[data-thumb='class_embedding']").equals(kind));
            assertEquals(first, visit.pixels("[data-thumb='conv_in']"));
            slider.focus();
            visit.page.keyboard().press("End");
            visit.until("document.querySelector('unet-lab .read .value').textContent === '1000 of 1000'");
            assertNotEquals(time, visit.pixels("[data-thumb='time_embedding']"));
            visit.page.keyboard().press("Home");
            visit.until("document.querySelector('unet-lab .read .value').textContent === '1 of 1000'");
            assertEquals("1", slider.inputValue());
            assertEquals(
                    visit.page.locator("unet-lab .links .across").count(),
                    ((Number) visit.page.evaluate("document.querySelectorAll('unet-lab .cell.up .jump').length"))
                            .intValue());
            visit.assertQuiet();
        }
    }

    @Test
    void theSkipThatIsCutIsNamedForPeopleAndMarkedInTheDrawing() {
        try (Visit visit = visit("reverse", 1440)) {
            String question = visit.page.locator("damage-lab .ask p").first().innerText();
            assertTrue(
                    question.startsWith("Skip 1, 8 × 32 × 32, from the first convolution to residual block 8, is cut"),
                    question);
            assertEquals(
                    List.of("skip 1", "skip 2", "skip 3", "skip 4"),
                    visit.page.locator("unet-lab .links text").allTextContents().stream()
                            .sorted()
                            .toList());
            String cut = "document.querySelector('unet-lab .links .cut')?.getAttribute('d')";
            visit.until(cut);
            String first = (String) visit.page.evaluate(cut);
            visit.page.locator("damage-lab select").first().selectOption(new SelectOption().setIndex(2));
            visit.until(cut + " !== '" + first + "'");
            assertEquals(1, visit.page.locator("unet-lab .links .cut").count());
            assertTrue(
                    visit.page.locator("damage-lab .ask p").first().innerText().startsWith("Skip 3, 8 × 16 × 16"));
            visit.assertQuiet();
        }
    }

    @Test
    void onAPhoneASkipIsALinkToItsOtherEnd() {
        try (Visit visit = visit("reverse", 390)) {
            visit.page.getByText("skip 1, to residual block 8 (cut below)").click();
            assertEquals("up_blocks.1.resnets.1", visit.page.evaluate("document.activeElement.dataset.part"));
            visit.page.keyboard().press("Enter");
            visit.until(
                    "document.activeElement.textContent.trim() === 'residual block 8 in its file up_blocks.1.resnets.1'");
            visit.page.getByText("Back to the drawing").click();
            assertEquals("up_blocks.1.resnets.1", visit.page.evaluate("document.activeElement.dataset.part"));
            visit.assertQuiet();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1440, 390})
    void nothingIsMeasuredBeforeAGuessAndTheEngineSettlesIt(int width) {
        try (Visit visit = visit("reverse", width)) {
            visit.page.evaluate(
                    "document.addEventListener('predicted', event => { document.body.dataset.told = JSON.stringify(event.detail); })");
            String dark = visit.pixels("[data-run='untouched'][data-at='0']");
            assertEquals(0, visit.page.locator("damage-lab table").count());
            Locator lock = visit.page.locator("damage-lab .btn.go");
            lock.click();
            visit.until("document.querySelector('damage-lab').textContent.includes('Choose one of the answers')");
            visit.page.locator("damage-lab .ask input").first().focus();
            visit.page.keyboard().press("Space");
            visit.page.keyboard().press("ArrowDown");
            lock.focus();
            visit.page.keyboard().press("Enter");
            visit.until("document.querySelector('damage-lab .settled')");
            assertNotEquals(dark, visit.pixels("[data-run='untouched'][data-at='0']"));
            assertTrue(visit.page
                    .locator("damage-lab .settled")
                    .textContent()
                    .contains("You guessed: Telling the wrong t"));
            // Nothing done, four skips, six wrong times.
            assertEquals(11, visit.page.locator("damage-lab tbody tr").count());
            assertEquals(2, visit.page.locator("damage-lab tr.chosen").count());
            String told = (String) visit.page.evaluate("document.body.dataset.told");
            assertTrue(told.startsWith("{\"id\":\"unet\",\"guess\":\"Telling the wrong t\""), told);
            assertTrue(visit.page
                    .locator("damage-lab .ask")
                    .textContent()
                    .contains(told.contains("\"holds\":true") ? "Your guess holds." : "Not this time."));
            visit.page.locator("damage-lab select").first().selectOption(new SelectOption().setIndex(3));
            visit.until(
                    "document.querySelectorAll('damage-lab tr.chosen')[0].textContent.includes('cut: skip 4, from the residual block 2')"
                            + " && document.querySelector('damage-lab .menu')");
            assertAccessible(visit, "damage-lab");
            visit.page.getByText("Guess again", exactly()).click();
            visit.until("!document.querySelector('damage-lab table')");
            assertEquals(dark, visit.pixels("[data-run='untouched'][data-at='0']"));
            visit.assertQuiet();
        }
    }

    @Test
    void aMeasurementCanBeStopped() {
        try (Visit visit = visit("reverse", 1440)) {
            visit.page.locator("damage-lab .ask label").first().click();
            visit.page.locator("damage-lab .btn.go").click();
            visit.page
                    .locator("damage-lab")
                    .getByText("Stop", new Locator.GetByTextOptions().setExact(true))
                    .click();
            visit.until("document.querySelector('damage-lab .ask input')");
            assertEquals(0, visit.page.locator("damage-lab table").count());
            visit.assertQuiet();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1440, 390})
    void attentionIsAskedByMouseAndByKeys(int width) {
        try (Visit visit = visit("reverse?map-row=3&map-column=5", width)) {
            visit.page.evaluate("import('/page/reverse/attention-lab.js').then(() =>"
                    + " document.querySelector('jumps-lab').replaceWith(document.createElement('attention-lab')))");
            visit.until("document.querySelector('attention-lab .heads canvas')");
            assertEquals(2, visit.page.locator("attention-lab .heads canvas").count());
            Locator own = visit.page.locator("attention-lab [data-own]");
            assertTrue(own.getAttribute("aria-label").contains("row 4, column 6 of 16 by 16"));
            String before = visit.pixels("attention-lab [data-head='0']");
            own.focus();
            visit.page.keyboard().press("ArrowDown");
            visit.page.keyboard().press("ArrowLeft");
            visit.until(
                    "document.querySelector('attention-lab .spoken').textContent.startsWith('Row 5, column 5. Head 1')");
            assertNotEquals(before, visit.pixels("attention-lab [data-head='0']"));
            BoundingBox box = own.boundingBox();
            visit.page.mouse().click(box.x + box.width * 15.5 / 16, box.y + box.height * 0.5 / 16);
            visit.until("document.querySelector('attention-lab .spoken').textContent.startsWith('Row 1, column 16.')");
            own.focus();
            visit.page.keyboard().press("ArrowRight");
            visit.until("location.search.includes('map-column=15')");
            assertAccessible(visit, "attention-lab");
            String file = visit.page
                    .waitForDownload(() -> {
                        visit.page.locator("attention-lab .menu summary").click();
                        visit.page
                                .locator("attention-lab .menu")
                                .getByText("Save numbers (CSV)")
                                .click();
                    })
                    .suggestedFilename();
            assertEquals("darkroom-attention.csv", file);
            visit.assertQuiet();
        }
    }

    @Test
    void theDrawingIsRightForOtherConfigurations() throws IOException {
        Outline outline = Outline.of(new UNet(UNetConfig.of(new ObjectMapper().readTree("""
                {"sample_size": 32, "in_channels": 1, "out_channels": 1, "block_out_channels": [8, 16, 16, 24],
                 "down_block_types": ["DownBlock2D", "AttnDownBlock2D", "AttnDownBlock2D", "DownBlock2D"],
                 "up_block_types": ["UpBlock2D", "AttnUpBlock2D", "AttnUpBlock2D", "UpBlock2D"],
                 "layers_per_block": 3, "norm_num_groups": 4, "attention_head_dim": 8}"""))));
        try (Visit visit = visit("reverse", 1440)) {
            Object drawn = visit.page.evaluate("""
                    text => import('/page/reverse/unet-shape.js').then(({ shapeOf }) => {
                      const { rows, middle, told, out } = shapeOf(JSON.parse(text)), names = parts => parts.map(part => part.name);
                      return JSON.stringify({
                        order: [...names(told), ...rows.flatMap(row => names(row.down)), ...names(middle), ...rows.toReversed().flatMap(row => names(row.up)), ...names(out)],
                        skips: rows.toReversed().map(row => [row.down.at(-1).name, row.up[0].name]),
                        levels: rows.map(row => row.level),
                      });
                    })""", new ObjectMapper().writeValueAsString(outline));
            JsonNode shape = new ObjectMapper().readTree((String) drawn);
            List<String> order = new ArrayList<>();
            shape.path("order").forEach(name -> order.add(name.asText()));
            assertEquals(outline.parts().stream().map(Outline.Part::name).toList(), order);
            List<String> skips = new ArrayList<>();
            shape.path("skips").forEach(pair -> skips.add(pair.toString()));
            assertEquals(
                    outline.skips().stream()
                            .map(skip -> "[\"" + skip.from() + "\",\"" + skip.into() + "\"]")
                            .toList(),
                    skips);
            assertEquals(
                    "[0,0,0,0,1,1,1,1,2,2,2,2,3,3,3,3]", shape.path("levels").toString());
        }
    }

    private static Page.GetByTextOptions exactly() {
        return new Page.GetByTextOptions().setExact(true);
    }

    private static void assertAccessible(Visit visit, String lab) {
        assertEquals(List.of(), visit.barriers(lab));
    }
}
