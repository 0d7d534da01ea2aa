package darkroom.benchmarks;

import darkroom.model.Model;
import darkroom.model.ModelFolder;
import darkroom.torch.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What memory a model takes when it is loaded: on the heap, of its own, and of its mapped file. */
final class Loading {

    private Loading() {}

    /** Loads the model in the folder that the argument names. */
    public static void main(String[] arguments) throws IOException {
        Threads.use(1);
        print("before");
        long start = System.nanoTime();
        try (Model model = new ModelFolder(Path.of(arguments[0])).read()) {
            System.out.printf(
                    "%s: %,d parameters in %.1f s%n",
                    model.name(), model.weights().flat().numel(), (System.nanoTime() - start) / 1e9);
            print("loaded");
        }
    }

    private static void print(String when) throws IOException {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        System.out.printf("%-7s heap %d MB", when, (runtime.totalMemory() - runtime.freeMemory()) / 1_000_000);
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("RssAnon") || line.startsWith("RssFile")) {
                System.out.print(", " + line.replaceAll("\\s+", " "));
            }
        }
        System.out.println();
    }
}
