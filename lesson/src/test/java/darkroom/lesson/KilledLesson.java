package darkroom.lesson;

import java.nio.file.Path;

/** A lesson in a process of its own, which a test may kill; its first line is its address. */
final class KilledLesson {

    private KilledLesson() {}

    public static void main(String[] arguments) throws InterruptedException {
        Path folder = Path.of(arguments[0]);
        Lesson lesson = Lesson.start(new LessonSettings(LessonSettings.HOST, 0, folder, 1).keeping(folder));
        System.out.println(lesson.url());
        Thread.currentThread().join();
    }
}
