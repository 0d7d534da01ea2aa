package darkroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import darkroom.picture.TerminalPicture.Colours;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {

    private static final String FULL = "truecolor";

    @Test
    void coloursAreThoseThatTheTerminalSaysItHas() {
        assertEquals(Colours.ALL, colours("xterm-256color", FULL));
        assertEquals(Colours.ALL, colours("xterm", "24bit"));
        assertEquals(Colours.ALL, colours("xterm-direct", ""));
        assertEquals(Colours.PALETTE, colours("xterm-256color", ""));
        assertEquals(Colours.PALETTE, colours("screen-256color", "yes"));
        assertEquals(Colours.NONE, colours("vt100", ""));
    }

    @Test
    void plainTerminalsFilesAndWhoWantsNoneGetNone() {
        assertEquals(Colours.NONE, colours("dumb", FULL));
        assertEquals(Colours.NONE, Terminal.colours(true, Map.of("COLORTERM", FULL)));
        assertEquals(Colours.NONE, Terminal.colours(false, Map.of("TERM", "xterm", "COLORTERM", FULL)));
        assertEquals(Colours.NONE, Terminal.colours(true, Map.of("TERM", "xterm", "COLORTERM", FULL, "NO_COLOR", "1")));
        assertEquals(
                Colours.ALL,
                Terminal.colours(true, Map.of("TERM", "xterm", "COLORTERM", FULL, "NO_COLOR", "")),
                "an empty NO_COLOR asks for nothing");
    }

    private static Colours colours(String name, String colorterm) {
        return Terminal.colours(true, Map.of("TERM", name, "COLORTERM", colorterm));
    }
}
