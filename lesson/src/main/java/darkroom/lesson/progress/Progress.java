package darkroom.lesson.progress;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** Records what learners do, and says what a learner did. */
public final class Progress {

    /** So many answers, so many predictions and so many marks are kept of a learner, and no more. */
    static final int MOST = 500;

    /** For how long a guess waits for its run. */
    private static final Duration OPEN = Duration.ofDays(1);

    private final Store store;
    private final Set<Integer> checks;
    private final Set<Integer> labs;
    private final Clock clock;

    /**
     * @param checks the parts that have a quick check
     * @param labs the parts that have a core lab
     */
    public Progress(Store store, Set<Integer> checks, Set<Integer> labs) {
        this(store, checks, labs, Clock.systemUTC());
    }

    Progress(Store store, Set<Integer> checks, Set<Integer> labs, Clock clock) {
        this.store = store;
        this.checks = Set.copyOf(checks);
        this.labs = Set.copyOf(labs);
        this.clock = clock;
    }

    /** The learner of a secret, if there is one. */
    public Optional<Learner> learner(String secret) {
        return store.read(handle -> handle.createQuery("SELECT id FROM learner WHERE hash = :hash")
                .bind("hash", hash(secret))
                .mapTo(Long.class)
                .findOne()
                .map(Learner::new));
    }

    /** A new learner, who will be known by a secret. */
    public Learner welcome(String secret) {
        return store.write(
                handle -> new Learner(handle.createUpdate("INSERT INTO learner (hash, since) VALUES (:hash, :now)")
                        .bind("hash", hash(secret))
                        .bind("now", clock.millis())
                        .executeAndReturnGeneratedKeys("id")
                        .mapTo(Long.class)
                        .one()));
    }

    /**
     * Records an answer to a quick check.
     *
     * @param number which of the part's checks, from 1
     * @param ticket names this answer, so that it counts once if it is sent twice
     * @throws Refused when the part has no check, or too many answers were given
     */
    public void answer(Learner learner, int part, int number, int choice, boolean right, String ticket) {
        require(checks.contains(part), "Part " + part + " has no quick check.");
        change(learner, handle -> {
            if (known(handle, "answer", learner, ticket)) {
                return;
            }
            room(handle, "answer", learner);
            int before = handle.createQuery("""
                            SELECT COALESCE(MAX(attempt), 0) FROM answer
                            WHERE learner = :learner AND part = :part AND number = :number""")
                    .bind("learner", learner.id())
                    .bind("part", part)
                    .bind("number", number)
                    .mapTo(Integer.class)
                    .one();
            insert(handle, learner, """
                    INSERT INTO answer (learner, part, number, attempt, choice, correct, ticket, made)
                    VALUES (:learner, :part, :number, :attempt, :choice, :correct, :ticket, :now)""")
                    .bind("part", part)
                    .bind("number", number)
                    .bind("attempt", before + 1)
                    .bind("choice", choice)
                    .bind("correct", right)
                    .bind("ticket", ticket)
                    .execute();
        });
    }

    /**
     * Keeps a guess before its run; one that no run settled within a day is forgotten.
     *
     * @throws Refused when too many were made
     */
    public void guessed(Guess guess) {
        change(guess.learner(), handle -> {
            handle.createUpdate("DELETE FROM prediction WHERE learner = :learner AND found IS NULL AND made < :old")
                    .bind("learner", guess.learner().id())
                    .bind("old", clock.millis() - OPEN.toMillis())
                    .execute();
            room(handle, "prediction", guess.learner());
            insert(handle, guess.learner(), """
                    INSERT INTO prediction (learner, part, name, question, guess, ticket, made)
                    VALUES (:learner, :part, :name, :question, :guess, :ticket, :now)""")
                    .bind("part", guess.part())
                    .bind("name", guess.name())
                    .bind("question", guess.question())
                    .bind("guess", guess.guess())
                    .bind("ticket", guess.ticket())
                    .execute();
        });
    }

    /** The guess of a ticket, unless it is settled. */
    public Optional<Guess> guess(String ticket) {
        return store.read(handle -> handle.createQuery("""
                        SELECT learner, part, name, question, guess FROM prediction
                        WHERE ticket = :ticket AND found IS NULL""")
                .bind("ticket", ticket)
                .map((row, context) -> new Guess(
                        ticket,
                        new Learner(row.getLong("learner")),
                        row.getInt("part"),
                        row.getString("name"),
                        row.getString("question"),
                        row.getString("guess")))
                .findOne());
    }

    /**
     * Records what the run of a guess found.
     *
     * @param holds whether the guess held
     * @param core the questions of the part's core lab, which is done when enough of them are settled
     * @param enough how many are
     * @return whether the guess was open
     */
    public boolean settle(Guess guess, String found, boolean holds, Set<String> core, int enough) {
        AtomicBoolean open = new AtomicBoolean();
        change(guess.learner(), handle -> {
            open.set(handle.createUpdate("""
                            UPDATE prediction SET found = :found, holds = :holds
                            WHERE learner = :learner AND ticket = :ticket AND found IS NULL""")
                            .bind("learner", guess.learner().id())
                            .bind("ticket", guess.ticket())
                            .bind("found", found)
                            .bind("holds", holds)
                            .execute()
                    > 0);
            long settled = history(handle, guess.learner()).firstPredictions().stream()
                    .filter(one -> one.part() == guess.part() && core.contains(one.name()))
                    .count();
            if (open.get() && core.contains(guess.name()) && settled >= enough) {
                visit(handle, guess.learner(), guess.part(), true);
            }
        });
        return open.get();
    }

    /**
     * Records that the core lab of a part was done.
     *
     * @throws Refused when the part has none
     */
    public void labDone(Learner learner, int part) {
        require(labs.contains(part), "Part " + part + " has no core lab.");
        visited(learner, part, true);
    }

    /** Records that a part was seen. */
    public void seen(Learner learner, int part) {
        visited(learner, part, false);
    }

    private void visited(Learner learner, int part, boolean lab) {
        change(learner, handle -> visit(handle, learner, part, lab));
    }

    private void visit(Handle handle, Learner learner, int part, boolean lab) {
        boolean known = handle.createQuery(
                                "SELECT COUNT(*) FROM visit WHERE learner = :learner AND part = :part AND lab = :lab")
                        .bind("learner", learner.id())
                        .bind("part", part)
                        .bind("lab", lab)
                        .mapTo(Integer.class)
                        .one()
                > 0;
        if (!known) {
            insert(handle, learner, "INSERT INTO visit (learner, part, lab, made) VALUES (:learner, :part, :lab, :now)")
                    .bind("part", part)
                    .bind("lab", lab)
                    .execute();
        }
    }

    /**
     * Records a review that was taken to its end.
     *
     * @param right of how many parts the first question was answered rightly
     * @param parts how many parts it asked about
     * @param asked how many questions it took
     * @param ticket names this review, so that it counts once if it is sent twice
     * @throws Refused when too many were taken
     */
    public void reviewed(Learner learner, int right, int parts, int asked, String ticket) {
        change(learner, handle -> {
            if (known(handle, "review", learner, ticket)) {
                return;
            }
            room(handle, "review", learner);
            insert(handle, learner, """
                    INSERT INTO review (learner, correct, parts, asked, ticket, made)
                    VALUES (:learner, :correct, :parts, :asked, :ticket, :now)""")
                    .bind("correct", right)
                    .bind("parts", parts)
                    .bind("asked", asked)
                    .bind("ticket", ticket)
                    .execute();
        });
    }

    /** Records whether the learner wants the review to come back. */
    public void wantReviews(Learner learner, boolean wanted) {
        change(
                learner,
                handle -> handle.createUpdate("UPDATE learner SET reviews = :wanted WHERE id = :learner")
                        .bind("wanted", wanted)
                        .bind("learner", learner.id())
                        .execute());
    }

    /**
     * Marks the lesson as complete; changes nothing where it is.
     *
     * @throws Refused when something is open still
     */
    public void complete(Learner learner) {
        change(learner, handle -> {
            History history = history(handle, learner);
            require(
                    mayComplete(history),
                    "The lesson is complete when each quick check was answered rightly and each core experiment done.");
            if (history.completed().isEmpty()) {
                room(handle, "completion", learner);
                insert(handle, learner, "INSERT INTO completion (learner, marked) VALUES (:learner, :now)")
                        .execute();
            }
        });
    }

    /** Takes the mark back. */
    public void undo(Learner learner) {
        change(
                learner,
                handle -> insert(
                                handle,
                                learner,
                                "UPDATE completion SET unmarked = :now WHERE learner = :learner AND unmarked IS NULL")
                        .execute());
    }

    /** Forgets the learner and all that is kept of them. */
    public void forget(Learner learner) {
        store.write(handle -> handle.createUpdate("DELETE FROM learner WHERE id = :learner")
                .bind("learner", learner.id())
                .execute());
    }

    /** All that a learner did. */
    public History of(Learner learner) {
        return store.read(handle -> history(handle, learner));
    }

    /** Whether each quick check was answered rightly and each core lab done. */
    public boolean mayComplete(History history) {
        return checks.stream().allMatch(part -> history.right(part).isPresent())
                && history.labs().keySet().containsAll(labs);
    }

    /** Whether a part asks for nothing more: its check, its core lab, or to be seen where it has neither. */
    public boolean done(History history, int part) {
        boolean check = checks.contains(part);
        boolean lab = labs.contains(part);
        return (!check || history.right(part).isPresent())
                && (!lab || history.labs().containsKey(part))
                && (check || lab || history.seen().containsKey(part));
    }

    /** What a learner who marked the lesson as complete did; empty before that, and after it was undone. */
    public Optional<Completion> completion(Learner learner) {
        History history = of(learner);
        List<Prediction> predictions = history.firstPredictions();
        return history.completed()
                .map(when -> new Completion(
                        when,
                        (int) checks.stream()
                                .filter(part -> history.right(part).isPresent())
                                .count(),
                        (int) checks.stream()
                                .filter(part -> history.right(part)
                                        .filter(answer -> answer.attempt() == 1)
                                        .isPresent())
                                .count(),
                        history.labs().size(),
                        predictions.size(),
                        (int) predictions.stream().filter(one -> !one.holds()).count()));
    }

    private interface Change {
        void on(Handle handle);
    }

    /** Changes of one learner come one after the other, also from several windows. */
    private void change(Learner learner, Change change) {
        store.write(handle -> {
            boolean there = handle.createQuery("SELECT id FROM learner WHERE id = :learner FOR UPDATE")
                    .bind("learner", learner.id())
                    .mapTo(Long.class)
                    .findOne()
                    .isPresent();
            require(there, "What was kept of this learner has been deleted; load the page again.");
            change.on(handle);
            return there;
        });
    }

    private Update insert(Handle handle, Learner learner, String sql) {
        return handle.createUpdate(sql).bind("learner", learner.id()).bind("now", clock.millis());
    }

    private static boolean known(Handle handle, String table, Learner learner, String ticket) {
        return handle.createQuery("SELECT COUNT(*) FROM " + table + " WHERE learner = :learner AND ticket = :ticket")
                        .bind("learner", learner.id())
                        .bind("ticket", ticket)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    private static void room(Handle handle, String table, Learner learner) {
        int rows = handle.createQuery("SELECT COUNT(*) FROM " + table + " WHERE learner = :learner")
                .bind("learner", learner.id())
                .mapTo(Integer.class)
                .one();
        require(rows < MOST, "No more than " + MOST + " of these are kept of a learner.");
    }

    private static History history(Handle handle, Learner learner) {
        return new History(
                handle.createQuery("""
                        SELECT part, number, attempt, choice, correct, made FROM answer
                        WHERE learner = :learner ORDER BY part, number, attempt""")
                        .bind("learner", learner.id())
                        .map((row, context) -> new Answer(
                                row.getInt("part"),
                                row.getInt("number"),
                                row.getInt("attempt"),
                                row.getInt("choice"),
                                row.getBoolean("correct"),
                                Instant.ofEpochMilli(row.getLong("made"))))
                        .list(),
                handle.createQuery("""
                        SELECT part, name, question, guess, found, holds, made FROM prediction
                        WHERE learner = :learner AND found IS NOT NULL ORDER BY id""")
                        .bind("learner", learner.id())
                        .map((row, context) -> new Prediction(
                                row.getInt("part"),
                                row.getString("name"),
                                row.getString("question"),
                                row.getString("guess"),
                                row.getString("found"),
                                row.getBoolean("holds"),
                                Instant.ofEpochMilli(row.getLong("made"))))
                        .list(),
                visits(handle, learner, true),
                visits(handle, learner, false),
                reviews(handle, learner),
                handle.createQuery("SELECT marked, unmarked FROM completion WHERE learner = :learner ORDER BY id")
                        .bind("learner", learner.id())
                        .map((row, context) -> new History.Mark(
                                Instant.ofEpochMilli(row.getLong("marked")),
                                Optional.ofNullable((Number) row.getObject("unmarked"))
                                        .map(when -> Instant.ofEpochMilli(when.longValue()))))
                        .list());
    }

    private static Reviews reviews(Handle handle, Learner learner) {
        return new Reviews(
                handle.createQuery("SELECT reviews FROM learner WHERE id = :learner")
                        .bind("learner", learner.id())
                        .mapTo(Boolean.class)
                        .findOne()
                        .orElse(false),
                handle.createQuery(
                                "SELECT correct, parts, asked, made FROM review WHERE learner = :learner ORDER BY made")
                        .bind("learner", learner.id())
                        .map((row, context) -> new Reviews.Done(
                                row.getInt("correct"),
                                row.getInt("parts"),
                                row.getInt("asked"),
                                Instant.ofEpochMilli(row.getLong("made"))))
                        .list());
    }

    private static Map<Integer, Instant> visits(Handle handle, Learner learner, boolean lab) {
        Map<Integer, Instant> visits = new TreeMap<>();
        handle.createQuery("SELECT part, made FROM visit WHERE learner = :learner AND lab = :lab")
                .bind("learner", learner.id())
                .bind("lab", lab)
                .map((row, context) -> Map.entry(row.getInt("part"), Instant.ofEpochMilli(row.getLong("made"))))
                .forEach(visit -> visits.put(visit.getKey(), visit.getValue()));
        return visits;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new Refused(otherwise);
        }
    }

    private static String hash(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
