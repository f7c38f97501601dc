package io.nkmedia.core.internal.json;

import io.nkmedia.api.command.Field;
import java.lang.reflect.RecordComponent;

/** What a record component is called on the wire. */
final class Names {
    private Names() {}

    static String json(RecordComponent component) {
        var field = component.getAnnotation(Field.class);
        return field == null || field.name().isEmpty() ? snake(component.getName()) : field.name();
    }

    static String snake(String camel) {
        var snake = new StringBuilder(camel.length() + 4);
        for (int i = 0; i < camel.length(); i++) {
            char c = camel.charAt(i);
            if (Character.isUpperCase(c)) {
                snake.append('_').append(Character.toLowerCase(c));
            } else {
                snake.append(c);
            }
        }
        return snake.toString();
    }
}
