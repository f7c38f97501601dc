package io.nkmedia.api.command;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a component of a parameter record accepts. The JSON name is the component's name in snake_case unless
 * {@link #name()} says otherwise. A component is mandatory unless it is an {@link java.util.Optional} or has
 * {@link #byDefault()}. Types: {@code String}, {@code int}, {@code long}, {@code boolean}, enums (lower case on the
 * wire), records (nested objects), {@code List} of these, {@code Map<String, Object>} (free objects).
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Field {
    /** The {@link #name()} of a component that takes all members which no other component knows. */
    String REST = "*";

    /** One sentence for the reference manual, with the unit of numbers. */
    String value();

    /**
     * The JSON name, if it isn't the component's in snake_case. A {@code Map<String, Object>} named {@link #REST} takes
     * all further members of its object, and is empty if there are none; {@link #max()} bounds their JSON in bytes.
     */
    String name() default "";

    /** The value if the field is missing, as JSON text: {@code "5000"}, {@code "\"*\""}, {@code "{}"}. */
    String byDefault() default "";

    /** Smallest number, or fewest elements of a list. */
    long min() default Long.MIN_VALUE;

    /** Largest number; or most bytes of a string or of an object's JSON, most elements of a list. */
    long max() default Long.MAX_VALUE;

    /** What a string must match as a whole. */
    String pattern() default "";
}
