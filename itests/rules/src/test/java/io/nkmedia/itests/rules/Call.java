package io.nkmedia.itests.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Stream;

/** One use of a method or constructor, called or referred to. */
record Call(JavaCodeUnitAccess<?> access) {
    static Stream<Call> in(Collection<JavaClass> classes) {
        return classes.stream().flatMap(type -> type.getCodeUnits().stream()).flatMap(Call::from);
    }

    private static Stream<Call> from(JavaCodeUnit unit) {
        return Stream.<Stream<? extends JavaCodeUnitAccess<?>>>of(
                        unit.getCallsFromSelf().stream(),
                        unit.getMethodReferencesFromSelf().stream(),
                        unit.getConstructorReferencesFromSelf().stream())
                .flatMap(accesses -> accesses)
                .map(Call::new);
    }

    boolean to(Class<?> owner, String... names) {
        return access.getTargetOwner().isAssignableTo(owner) && named(names);
    }

    boolean to(String owner, String... names) {
        return access.getTargetOwner().isAssignableTo(owner) && named(names);
    }

    private boolean named(String... names) {
        return names.length == 0 || Arrays.asList(names).contains(access.getName());
    }

    /** Told by this type itself, and not by one that happens to have a method of that name too. */
    boolean toExactly(Class<?> owner, String... names) {
        return access.getTargetOwner().isEquivalentTo(owner) && named(names);
    }

    boolean makes(Class<?> type) {
        return to(type, "<init>");
    }

    int arguments() {
        return access.getTarget().getRawParameterTypes().size();
    }

    boolean lastArgumentIs(Class<?> type) {
        var types = access.getTarget().getRawParameterTypes();
        return !types.isEmpty() && types.get(types.size() - 1).isAssignableTo(type);
    }

    JavaClass caller() {
        return access.getOriginOwner();
    }

    /** {@code core Sessions: CompletableFuture.join}, the key of exceptions; nested classes count as their outer one. */
    String key() {
        return bundle(caller()) + simple(caller()) + ": "
                + access.getTargetOwner().getSimpleName() + "." + access.getName();
    }

    private static String bundle(JavaClass type) {
        var parts = type.getName().split("\\.");
        return parts.length > 3 && parts[1].equals("nkmedia") ? parts[2] + " " : "";
    }

    private static String simple(JavaClass type) {
        var name = type.getName().substring(type.getPackageName().length() + 1);
        return name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
    }

    @Override
    public String toString() {
        return key() + " in " + access.getDescription();
    }
}
