// SPDX-License-Identifier: Apache-2.0
package io.wattmill.contract.governance.v1;

/** Event-bus addresses of the governance area. */
public final class GovernanceAddresses {

    /** {@link GovernanceEvent}, when one happens. */
    public static final String EVENT = "governance.event.v1";

    private GovernanceAddresses() {}
}
