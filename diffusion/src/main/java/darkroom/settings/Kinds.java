package darkroom.settings;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the class whose static field {@code ALL} is the registry of a type's kinds. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Kinds {

    /** The class with the field {@code public static final Registry<T> ALL}. */
    Class<?> value();
}
