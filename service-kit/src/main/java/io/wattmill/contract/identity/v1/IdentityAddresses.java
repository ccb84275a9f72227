// SPDX-License-Identifier: Apache-2.0
package io.wattmill.contract.identity.v1;

/** Event-bus addresses of the identity area. */
public final class IdentityAddresses {

    /**
     * {@link IdentityChanged}, when a gateway has changed organizations, projects, agents or keys.
     */
    public static final String CHANGED = "identity.changed.v1";

    private IdentityAddresses() {}
}
