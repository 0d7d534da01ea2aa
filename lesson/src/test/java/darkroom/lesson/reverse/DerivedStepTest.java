package darkroom.lesson.reverse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.Server;
import darkroom.lesson.TestModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A step back for one number: the product of two curves, integrated, is what the papers' formulas say. */
class DerivedStepTest {

    @RegisterExtension
    private static final Server server = Server.with(TestModels::writeModel);

    /** Ho et al. 2020, eq. 7 and 11; Song et al. 2021, eq. 12. */
    @ParameterizedTest
    @CsvSource({"20, 10, 0.9, -1.3", "80, 2, -0.4, 2", "80, 77, 1, 0.3", "5, 5, -1, -0.7", "5, 2, 0.2, 0"})
    void allFormsOfTheStepAreOne(int steps, int t, double clean, double noise) throws Exception {
        JsonNode look = server.json("api/derived?steps=" + steps + "&t=" + t + "&clean=" + clean + "&noise=" + noise);
        double alphaBar = look.path("alphaBar").asDouble(),
                before = look.path("alphaBarBefore").asDouble();
        double alpha = alphaBar / before, beta = 1 - alpha;
        double noisy = Math.sqrt(alphaBar) * clean + Math.sqrt(1 - alphaBar) * noise;
        assertEquals(noisy, look.path("noisy").asDouble(), 1e-9);
        double mean = Math.sqrt(alpha) * (1 - before) / (1 - alphaBar) * noisy
                + Math.sqrt(before) * beta / (1 - alphaBar) * clean;
        double deviation = Math.sqrt(beta * (1 - before) / (1 - alphaBar));
        assertEquals(mean, look.path("product").path("mean").asDouble(), 1e-4);
        assertEquals(deviation, look.path("product").path("deviation").asDouble(), 1e-4);
        assertEquals(deviation, look.path("ofFresh").asDouble(), 1e-9);
        assertEquals(mean, look.path("mean").asDouble(), 1e-9);
        assertEquals(mean, look.path("meanOfNoise").asDouble(), 1e-6);
        assertEquals(
                Math.sqrt(before) * clean + Math.sqrt(1 - before) * noise,
                look.path("ddim").asDouble(),
                1e-6);
        assertEquals(0, look.path("distances").path(1).asDouble(), 1e-4);
        assertTrue(look.path("distances").path(3).asDouble() > 1e-4);
    }

    @Test
    void theProductSettlesTheGuess() throws Exception {
        JsonNode ticket = Server.parsed(
                server.post("api/guess", "{\"id\": \"derived\", \"guess\": 3}").body());
        JsonNode settled = server.json(
                        "api/derived?guess=" + ticket.path("ticket").asText())
                .path("settled");
        assertEquals(1, settled.path("option").asInt(), settled.toString());
        assertEquals(0, server.json("api/derived/known?t=4").path("product").size());
    }
}
