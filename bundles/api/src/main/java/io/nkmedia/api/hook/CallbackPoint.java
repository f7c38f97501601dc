package io.nkmedia.api.hook;

/**
 * A place where a plugin lets a program outside decide: what clients may give to {@code core/callback/register}. The
 * plugin asks by {@link io.nkmedia.api.service.ServiceContext#callback}.
 *
 * @param name {@code [a-z][a-z0-9_]{0,63}}
 * @param adminsOnly whether only role {@code admin} may register it
 * @param confidential whether only connections by TLS or from this machine may register it, since it carries secrets
 */
public record CallbackPoint(String name, boolean adminsOnly, boolean confidential) {
    public CallbackPoint {
        if (!name.matches("[a-z][a-z0-9_]{0,63}")) {
            throw new IllegalArgumentException("not a callback's name: " + name);
        }
    }

    /** One that whoever may register callbacks may register, over any connection. */
    public static CallbackPoint of(String name) {
        return new CallbackPoint(name, false, false);
    }

    public CallbackPoint forAdmins() {
        return new CallbackPoint(name, true, confidential);
    }

    public CallbackPoint withSecrets() {
        return new CallbackPoint(name, adminsOnly, true);
    }
}
