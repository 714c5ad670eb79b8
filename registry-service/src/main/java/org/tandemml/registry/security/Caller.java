package org.tandemml.registry.security;

import java.security.Principal;
import java.util.Set;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;

/**
 * Who makes a request.
 *
 * @param name unique on this server
 * @param permissions what the caller may do to at least one thing; which things is asked where the
 *     things are known, because their ids may stand anywhere in a request
 */
public record Caller(String name, Set<Permission> permissions) implements Principal {
    public Caller {
        permissions = Set.copyOf(permissions);
    }

    /**
     * Refuses what the caller may not do.
     *
     * @throws TandemException {@code PERMISSION_DENIED}
     */
    void require(Permission permission) {
        if (!permissions.contains(permission)) {
            throw new TandemException(
                    ErrorCode.PERMISSION_DENIED,
                    "This call needs the permission " + permission + ".");
        }
    }

    @Override
    public String getName() {
        return name;
    }
}
