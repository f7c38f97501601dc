package io.nkmedia.core.internal.hook;

/**
 * A hook in its chain.
 *
 * @param plugin whose it is
 * @param patient whether it limits itself, which programs outside do
 */
public record Entry<T>(String plugin, T hook, boolean patient) {
    public static <T> Entry<T> of(String plugin, T hook) {
        return new Entry<>(plugin, hook, false);
    }
}
