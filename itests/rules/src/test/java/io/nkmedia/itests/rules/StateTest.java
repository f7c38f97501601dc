package io.nkmedia.itests.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.nkmedia.itests.rules.bad.Stateful;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Nothing of ours lives in a class: what does outlives its component, and keeps the class loader of an old bundle. */
class StateTest {
    private static final String ADVICE = "A static field outlives its component: give the state to the object that owns"
            + " it, made at activation. A constant is final and can't change: List.of, Set.of, Map.of, a record; a text"
            + " instead of an array";

    /** Types that change, or that hold on to threads and classes, even if the field is final. */
    private static final Set<String> CHANGING = Set.of(
            "java.lang.ThreadLocal",
            "java.lang.ref.Reference",
            "java.lang.ClassLoader",
            "java.lang.Thread",
            "java.lang.StringBuilder",
            "java.util.Random",
            "java.util.Date",
            "java.util.Calendar",
            "java.util.Timer",
            "java.text.Format",
            "java.security.MessageDigest",
            "java.util.concurrent.Executor",
            "java.util.concurrent.Future",
            "java.util.concurrent.locks.Lock",
            "com.fasterxml.jackson.databind.ObjectMapper",
            "com.fasterxml.jackson.databind.type.TypeFactory");

    @Test
    void shippedCode_hasNoStaticState() throws ReflectiveOperationException {
        var state = new TreeSet<String>();
        for (var type : Bundles.shippedClasses()) {
            state.addAll(state(type));
        }
        assertThat(state).as(ADVICE).isEmpty();
    }

    @Test
    void statefulClass_isCaught() throws ReflectiveOperationException {
        var stateful = new ClassFileImporter().importClasses(Stateful.class).get(Stateful.class);
        assertThat(state(stateful))
                .extracting(name -> name.substring(name.lastIndexOf('.') + 1))
                .containsExactly("ARRAY", "LISTED", "MAP", "NUMBER", "PER_THREAD", "changes");
    }

    private static TreeSet<String> state(JavaClass type) throws ReflectiveOperationException {
        var state = new TreeSet<String>();
        for (var field : type.getFields()) {
            if (isState(field)) {
                state.add(field.getFullName());
            }
        }
        return state;
    }

    private static boolean isState(JavaField field) throws ReflectiveOperationException {
        if (!field.getModifiers().contains(JavaModifier.STATIC)
                || field.getModifiers().contains(JavaModifier.SYNTHETIC)) {
            return false;
        }
        return !field.getModifiers().contains(JavaModifier.FINAL)
                || isChanging(field.getRawType())
                || isChangingCollection(field);
    }

    private static boolean isChanging(JavaClass type) {
        return type.isArray()
                || type.getPackageName().equals("java.util.concurrent.atomic")
                || CHANGING.stream().anyMatch(type::isAssignableTo);
    }

    private static boolean isChangingCollection(JavaField field) throws ReflectiveOperationException {
        if (!field.getRawType().isAssignableTo(Collection.class)
                && !field.getRawType().isAssignableTo(Map.class)) {
            return false;
        }
        Field reflected = field.reflect();
        reflected.setAccessible(true);
        return !reflected.get(null).getClass().getName().startsWith("java.util.ImmutableCollections$");
    }
}
