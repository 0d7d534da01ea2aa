package darkroom.lesson.next;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Scene;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.engine.StagedWork;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.BadRequest;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.model.TextToImage;
import darkroom.model.TokenMaps;
import darkroom.text.ClipTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A sentence becomes a picture, step by step, with two maps of each word: where the network looks at it, and where it matters. */
final class WordsRun extends StagedWork {

    private static final int LONGEST = 120, FEWEST = 5, MOST = 50;
    private static final double STRONGEST = 12;
    private static final Pattern WORD = Pattern.compile("\\S+");

    /**
     * A word of the sentence.
     *
     * @param tokens their places among the network's tokens, the start token at 0
     */
    private record Word(String text, int[] tokens) {}

    private final Studio studio;
    private final String sentence;
    private final int side;
    private final Drawing drawing;
    private final List<Word> words;

    private WordsRun(Studio studio, String sentence, long seed, int steps, double scale) {
        this.studio = studio;
        this.sentence = sentence;
        TextToImage model = studio.scenes().words();
        side = (int) model.sampleShape()[1];
        words = words(sentence, model.prompts().places(sentence));
        drawing = new Drawing(model, List.of(sentence), seed, steps, scale);
    }

    /** By {@code sentence}, {@code seed} of the noise, {@code scale} of guidance and {@code steps}. */
    static Supplier<Engine.Work> asked(Query query, Studio studio) {
        String sentence = query.text("sentence", "a large red circle on white").strip();
        if (sentence.length() > LONGEST) {
            throw new BadRequest(
                    "A sentence has at most " + LONGEST + " characters here, not " + sentence.length() + ".");
        }
        long seed = query.seed("seed", 1);
        int steps = (int) query.whole("steps", 25, FEWEST, MOST);
        double scale = query.number("scale", 3, 1, STRONGEST);
        return () -> new WordsRun(studio, sentence, seed, steps, scale);
    }

    private static List<Word> words(String sentence, List<ClipTokenizer.Place> places) {
        List<Word> words = new ArrayList<>();
        Matcher found = WORD.matcher(sentence);
        while (found.find()) {
            int[] tokens = IntStream.range(0, places.size())
                    .filter(i -> places.get(i).from() >= found.start()
                            && places.get(i).from() < found.end())
                    .map(i -> i + 1)
                    .toArray();
            words.add(new Word(found.group(), tokens));
        }
        return words;
    }

    @Override
    protected ObjectNode start() {
        ObjectNode json = Json.object()
                .put("type", "start")
                .put("side", side)
                .put("steps", drawing.run().grid().size());
        ArrayNode all = json.putArray("words");
        words.forEach(word -> all.add(word.text));
        return json;
    }

    @Override
    protected boolean more() {
        return !drawing.run().done();
    }

    @Override
    protected ObjectNode piece() {
        TokenMaps maps = new TokenMaps(side, side);
        drawing.watched(maps);
        List<float[]> effects = drawing.effects(words.stream().map(Word::tokens).toList());
        drawing.run().advance();
        ObjectNode json = drawing.record(drawing.pictures());
        ArrayNode all = json.putArray("maps");
        words.forEach(word -> all.add(Json.pixels(maps.of(word.tokens))));
        ArrayNode changes = json.putArray("effects");
        effects.forEach(effect -> changes.add(Json.pixels(effect)));
        return json;
    }

    @Override
    protected ObjectNode end() {
        ObjectNode json = Json.object().put("type", "end");
        try {
            Scene scene = Scene.of(sentence);
            Understood understood = Understood.of(studio.scenes().reader(), List.of(scene), drawing.pictures())
                    .get(0);
            json.put("asked", scene.forward().caption())
                    .put("seen", understood.words())
                    .put("right", understood.right())
                    .put("told", understood.told());
        } catch (IllegalArgumentException e) {
            json.put("strange", e.getMessage());
        }
        return json;
    }

    @Override
    public void close() {
        drawing.close();
    }
}
