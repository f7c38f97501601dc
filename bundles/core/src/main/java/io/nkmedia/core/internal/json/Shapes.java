package io.nkmedia.core.internal.json;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/**
 * What reflection tells of records, asked once a type. A class value goes with its class, and holds nothing but what the
 * class has anyway: so it keeps no bundle that is gone, neither the record's nor ours.
 */
final class Shapes {
    private final ClassValue<List<RecordComponent>> components = new ClassValue<>() {
        @Override
        protected List<RecordComponent> computeValue(Class<?> type) {
            return List.of(type.getRecordComponents());
        }
    };
    private final ClassValue<List<String>> names = new ClassValue<>() {
        @Override
        protected List<String> computeValue(Class<?> type) {
            return components(type).stream().map(Names::json).toList();
        }
    };
    private final ClassValue<Constructor<?>> constructors = new ClassValue<>() {
        @Override
        protected Constructor<?> computeValue(Class<?> type) {
            var types = components(type).stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
            return Arrays.stream(type.getDeclaredConstructors())
                    .filter(each -> Arrays.equals(each.getParameterTypes(), types))
                    .peek(each -> each.setAccessible(true))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("not a usable record: " + type.getName()));
        }
    };

    List<RecordComponent> components(Class<?> type) {
        return components.get(type);
    }

    /** What the components are called on the wire, in their order. */
    List<String> names(Class<?> type) {
        return names.get(type);
    }

    /** The canonical one, ready for use. */
    Constructor<?> constructor(Class<?> type) {
        return constructors.get(type);
    }
}
