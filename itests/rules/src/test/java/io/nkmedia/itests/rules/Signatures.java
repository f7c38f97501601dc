package io.nkmedia.itests.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What others can use of a bundle, as text: one line for each thing that can break them. */
final class Signatures {
    private static final Pattern VERSION = Pattern.compile("(?:^|;)version=\"([^\"]+)\"");
    private static final List<String> OF_RECORDS = List.of("equals", "hashCode", "toString");
    private static final List<String> OF_ENUMS = List.of("values", "valueOf");

    private Signatures() {}

    static String of(Bundle bundle) {
        var text = new StringBuilder();
        for (var exported : new TreeSet<>(bundle.exports().keySet())) {
            var version = VERSION.matcher(bundle.exports().get(exported));
            text.append("package ").append(exported).append(' ').append(version.find() ? version.group(1) : "");
            text.append('\n');
            bundle.classes().stream()
                    .filter(type -> type.getPackageName().equals(exported))
                    .filter(type -> isSeen(type.reflect()))
                    .sorted((a, b) -> a.getName().compareTo(b.getName()))
                    .forEach(type -> text.append('\n').append(type(type)));
            text.append('\n');
        }
        return text.toString();
    }

    private static boolean isSeen(Class<?> type) {
        var outer = type.getDeclaringClass();
        return isSeen(type.getModifiers())
                && !type.isAnonymousClass()
                && !type.getSimpleName().equals("package-info")
                && (outer == null || isSeen(outer));
    }

    private static boolean isSeen(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static String type(JavaClass scanned) {
        var type = scanned.reflect();
        var extended = type.getGenericSuperclass() == null
                ? ""
                : " extends " + type.getGenericSuperclass().getTypeName();
        var implemented = Arrays.stream(type.getGenericInterfaces())
                .map(each -> each.getTypeName())
                .collect(Collectors.joining(", "));
        var head = markers(scanned)
                + type.toGenericString()
                + (isImplied(type) ? "" : extended)
                + (implemented.isEmpty() ? "" : " implements " + implemented);
        return brief(head, type) + "\n"
                + members(type).map(line -> "    " + brief(line, type) + "\n").collect(Collectors.joining());
    }

    private static boolean isImplied(Class<?> type) {
        return type.isEnum() || type.isRecord() || type.getSuperclass() == Object.class;
    }

    /** Who may implement it decides how wide the import range of others is. */
    private static String markers(JavaClass type) {
        return Stream.of("ProviderType", "ConsumerType")
                .filter(name -> type.isAnnotatedWith("org.osgi.annotation.versioning." + name))
                .map(name -> "@" + name + " ")
                .collect(Collectors.joining());
    }

    private static Stream<String> members(Class<?> type) {
        var components = type.isRecord()
                ? Arrays.stream(type.getRecordComponents()).map(Signatures::component)
                : Stream.<String>empty();
        var fields = seen(type.getDeclaredFields()).map(Signatures::field);
        var constructors =
                seen(type.getDeclaredConstructors()).map(Signatures::code).sorted();
        var methods = seen(type.getDeclaredMethods())
                .filter(method -> !isImplied(type, method))
                .map(Signatures::code)
                .sorted();
        return Stream.of(components, fields, constructors, methods).flatMap(lines -> lines);
    }

    private static <M extends Member> Stream<M> seen(M[] members) {
        return Arrays.stream(members).filter(member -> isSeen(member.getModifiers()) && !member.isSynthetic());
    }

    private static boolean isImplied(Class<?> type, Method method) {
        return type.isRecord() && (OF_RECORDS.contains(method.getName()) || isAccessor(type, method))
                || type.isEnum() && OF_ENUMS.contains(method.getName());
    }

    private static boolean isAccessor(Class<?> type, Method method) {
        return Arrays.stream(type.getRecordComponents())
                .anyMatch(each -> each.getAccessor().equals(method));
    }

    private static String component(RecordComponent component) {
        return "component " + component.getAnnotatedType() + " " + component.getName();
    }

    private static String field(Field field) {
        return field.isEnumConstant()
                ? field.getName()
                : Modifier.toString(field.getModifiers()) + " " + field.getAnnotatedType() + " " + field.getName();
    }

    private static String code(Executable code) {
        var parameters = Arrays.stream(code.getAnnotatedParameterTypes())
                .map(Object::toString)
                .collect(Collectors.joining(", ", "(", ")"));
        var failures = Arrays.stream(code.getGenericExceptionTypes())
                .map(each -> each.getTypeName())
                .collect(Collectors.joining(", "));
        return modifiers(code)
                + variables(code)
                + (code instanceof Constructor<?> ? "new" : code.getAnnotatedReturnType() + " " + code.getName())
                + parameters
                + (failures.isEmpty() ? "" : " throws " + failures);
    }

    private static String modifiers(Executable code) {
        var bits = code.getModifiers() & (Modifier.methodModifiers() & ~Modifier.SYNCHRONIZED);
        return (code instanceof Method method && method.isDefault() ? "default " : "") + Modifier.toString(bits) + " ";
    }

    private static String variables(Executable code) {
        return code.getTypeParameters().length == 0
                ? ""
                : Arrays.stream(code.getTypeParameters())
                        .map(each -> each.getName() + " extends " + each.getAnnotatedBounds()[0])
                        .collect(Collectors.joining(", ", "<", "> "));
    }

    /** Without the names of packages that each reader knows. */
    private static String brief(String line, Class<?> type) {
        return line.replace("@org.jspecify.annotations.Nullable() ", "@Nullable ")
                .replaceAll("\\bjava\\.(lang|util|time|util\\.concurrent|util\\.function)\\.(?=[A-Z])", "")
                .replace(type.getPackageName() + ".", "");
    }
}
