package darkroom.lesson.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept, on whichever database. */
abstract class ProgressContract {

    private static final Set<Integer> CHECKS = Set.of(1, 2, 7);
    private static final Set<Integer> LABS = Set.of(1, 2);

    @TempDir
    Path folder;

    private Store store;
    private Progress progress;
    private Learner learner;

    /** The same database whenever it is asked for in one test. */
    abstract Store store() throws Exception;

    @BeforeEach
    void open() throws Exception {
        reopen();
        learner = progress.welcome("a secret");
    }

    private void reopen() throws Exception {
        store = store();
        progress = new Progress(store, CHECKS, LABS);
    }

    @AfterEach
    void close() {
        if (store != null) {
            store.close();
        }
    }

    private void all() {
        progress.answer(learner, 1, 1, 3, false, "ticket-1");
        progress.answer(learner, 1, 1, 2, true, "ticket-2");
        progress.answer(learner, 2, 1, 0, true, "ticket-3");
        progress.answer(learner, 7, 1, 1, true, "ticket-4");
        progress.labDone(learner, 1);
        progress.labDone(learner, 2);
        predicted(2, "half", "When?", "early \u2212 \u4f1f", "t = 465", false, "ticket-5");
        predicted(2, "half", "When?", "at 465", "t = 465", true, "ticket-6");
        predicted(4, "jumps", "What?", "a blur", "a blur", true, "ticket-7");
    }

    private void predicted(
            int part, String name, String question, String guess, String found, boolean holds, String ticket) {
        Guess one = new Guess(ticket, learner, part, name, question, guess);
        progress.guessed(one);
        assertEquals(Optional.of(one), progress.guess(ticket));
        assertTrue(progress.settle(one, found, holds, Set.of(), 1));
        assertTrue(progress.guess(ticket).isEmpty());
    }

    @Test
    void everythingIsThereAfterClosingAndOpeningAgain() throws Exception {
        Instant before = Instant.ofEpochMilli(System.currentTimeMillis());
        all();
        progress.complete(learner);
        History was = progress.of(learner);
        store.close();
        reopen();
        assertEquals(Optional.of(learner), progress.learner("a secret"));
        History is = progress.of(learner);
        assertEquals(was, is);
        assertEquals(4, is.answers().size());
        assertEquals(2, is.right(1).orElseThrow().attempt());
        assertEquals("early \u2212 \u4f1f", is.predictions().get(0).guess());
        assertEquals(Set.of(1, 2), is.labs().keySet());
        assertFalse(is.answers().get(0).made().isBefore(before));
        assertEquals(
                new Completion(is.completed().orElseThrow(), 3, 2, 2, 2, 1),
                progress.completion(learner).orElseThrow());
    }

    @Test
    void completionNeedsEveryCheckAndLabAndCanBeUndone() {
        assertThrows(Refused.class, () -> progress.complete(learner));
        all();
        assertTrue(progress.completion(learner).isEmpty());
        progress.complete(learner);
        Instant marked = progress.completion(learner).orElseThrow().completed();
        progress.complete(learner);
        assertEquals(marked, progress.completion(learner).orElseThrow().completed());
        progress.undo(learner);
        assertTrue(progress.completion(learner).isEmpty());
        progress.undo(learner);
        progress.complete(learner);
        History history = progress.of(learner);
        assertEquals(2, history.marks().size());
        assertTrue(history.marks().get(0).unmarked().isPresent());
    }

    @Test
    void aPartIsDoneWhenItsCheckAndItsLabAreOrWhenItIsSeenWhereItHasNeither() {
        progress.answer(learner, 2, 1, 0, true, "ticket-1");
        assertFalse(progress.done(progress.of(learner), 2));
        progress.labDone(learner, 2);
        progress.labDone(learner, 2);
        assertTrue(progress.done(progress.of(learner), 2));
        progress.answer(learner, 7, 1, 0, false, "ticket-2");
        assertFalse(progress.done(progress.of(learner), 7));
        progress.answer(learner, 7, 1, 1, true, "ticket-3");
        assertTrue(progress.done(progress.of(learner), 7));
        assertFalse(progress.done(progress.of(learner), 8));
        progress.seen(learner, 8);
        assertTrue(progress.done(progress.of(learner), 8));
    }

    @Test
    void anAnswerThatIsSentTwiceCountsOnce() {
        progress.answer(learner, 1, 1, 3, false, "ticket-1");
        progress.answer(learner, 1, 1, 3, false, "ticket-1");
        predicted(1, "returns", "How many?", "8", "3", false, "ticket-1");
        assertFalse(progress.settle(
                new Guess("ticket-1", learner, 1, "returns", "How many?", "8"), "8", true, Set.of("returns"), 1));
        assertTrue(progress.of(learner).labs().isEmpty());
        assertEquals(1, progress.of(learner).answers().size());
        assertEquals(1, progress.of(learner).predictions().size());
    }

    @Test
    void whatComesFromSeveralWindowsAtOnceIsAllKept() throws Exception {
        ExecutorService windows = Executors.newFixedThreadPool(4);
        List<Callable<Object>> answers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int number = i;
            answers.add(Executors.callable(() -> {
                progress.answer(learner, 1, 1, number % 4, false, "ticket-" + number);
                progress.labDone(learner, 1);
            }));
        }
        for (Future<Object> done : windows.invokeAll(answers)) {
            done.get();
        }
        windows.shutdown();
        assertEquals(
                IntStream.rangeClosed(1, 40).boxed().toList(),
                progress.of(learner).answers().stream().map(Answer::attempt).toList());
    }

    @Test
    void learnersAreApartAndForgettingOneForgetsAll() {
        all();
        Learner other = progress.welcome("another secret");
        progress.answer(other, 1, 1, 2, true, "ticket-1");
        assertEquals(1, progress.of(other).answers().size());
        progress.forget(learner);
        assertTrue(progress.learner("a secret").isEmpty());
        assertEquals(History.NOTHING, progress.of(learner));
        assertEquals(1, progress.of(other).answers().size());
        assertThrows(Refused.class, () -> progress.labDone(learner, 1));
    }

    @Test
    void aGuessCountsForNothingUntilItsRunSettlesItAndALabNeedsEnoughOfThem() {
        List<String> questions = List.of("noise", "forward", "noise", "reverse");
        for (int i = 0; i < questions.size(); i++) {
            Guess guess = new Guess("ticket-" + i, learner, 2, questions.get(i), "What?", "a blur");
            progress.guessed(guess);
            assertEquals(i, progress.of(learner).predictions().size());
            assertTrue(progress.of(learner).labs().isEmpty());
            progress.settle(guess, "a ring", false, Set.copyOf(questions), 3);
        }
        assertEquals(Set.of(2), progress.of(learner).labs().keySet());
        assertEquals(3, progress.of(learner).firstPredictions().size());
    }

    @Test
    void aReviewIsKeptOnceAndComesBackAfterADayAWeekAndAMonth() throws Exception {
        AtomicLong now = new AtomicLong(1_000_000_000_000L);
        InstantSource clock = () -> Instant.ofEpochMilli(now.get());
        progress = new Progress(store, CHECKS, LABS, clock.withZone(ZoneOffset.UTC));
        progress.wantReviews(learner, true);
        assertTrue(progress.of(learner).reviews().next().isEmpty(), "nothing was reviewed yet");
        long first = now.get();
        progress.reviewed(learner, 5, 7, 9, "ticket-1");
        progress.reviewed(learner, 5, 7, 9, "ticket-1");
        assertEquals(1, progress.of(learner).reviews().done().size());
        List<Integer> days = new ArrayList<>();
        for (int review = 2; progress.of(learner).reviews().next().isPresent(); review++) {
            long due = progress.of(learner).reviews().next().orElseThrow().toEpochMilli();
            days.add((int) Duration.ofMillis(due - first).toDays());
            now.set(due - 1);
            progress.reviewed(learner, 7, 7, 7, "early-ticket-" + review);
            assertEquals(
                    due, progress.of(learner).reviews().next().orElseThrow().toEpochMilli(), "too early to count");
            now.set(due + 60_000);
            progress.reviewed(learner, 7, 7, 7, "ticket-" + review);
        }
        assertEquals(List.of(1, 7, 30), days);
        assertEquals(7, progress.of(learner).reviews().done().size());
        progress.wantReviews(learner, false);
        assertFalse(progress.of(learner).reviews().wanted());
        store.close();
        reopen();
        assertEquals(9, progress.of(learner).reviews().done().get(0).asked());
    }

    @Test
    void moreThanIsReasonableIsRefused() {
        for (int i = 0; i < Progress.MOST; i++) {
            predicted(1, "x", "q", "g", "f", false, "ticket-" + i);
        }
        assertThrows(Refused.class, () -> progress.guessed(new Guess("ticket-more", learner, 1, "x", "q", "g")));
        assertThrows(Refused.class, () -> progress.answer(learner, 8, 1, 0, true, "ticket-more"));
        assertThrows(Refused.class, () -> progress.labDone(learner, 7));
        assertEquals(Progress.MOST, progress.of(learner).predictions().size());
    }
}
