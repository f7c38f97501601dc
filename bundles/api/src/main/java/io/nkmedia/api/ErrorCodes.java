package io.nkmedia.api;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** A bundle's own error codes. An OSGi service, so that docs and checks see all of them. */
@ConsumerType
public interface ErrorCodes {
    List<ErrorCode> codes();
}
