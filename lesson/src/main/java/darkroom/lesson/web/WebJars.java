package darkroom.lesson.web;

import java.util.Map;

/** The libraries of the page, by the versions that the build puts on the class path. */
public final class WebJars {

    /** Where they lie on the class path. */
    public static final String FOLDER = "/META-INF/resources/webjars/";

    private static final Map<String, String> VERSIONS = Map.of(
            "lit", "3.3.2",
            "lit-html", "3.3.2",
            "lit-element", "4.2.2",
            "lit__reactive-element", "2.1.2",
            "katex", "0.18.11",
            "uplot", "1.6.30");

    private WebJars() {}

    /** The path under which a file of a library is served. */
    public static String path(String library, String file) {
        return "/webjars/" + library + "/" + VERSIONS.get(library) + "/" + file;
    }

    /** Whether a path below the folder belongs to a library that the page uses. */
    public static boolean serves(String path) {
        return VERSIONS.entrySet().stream()
                .anyMatch(library -> path.startsWith(library.getKey() + "/" + library.getValue() + "/"));
    }
}
