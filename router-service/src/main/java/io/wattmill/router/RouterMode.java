// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router;

/** Where a gateway's router is. A process that is a router itself does not ask. */
public enum RouterMode {
    /** Another process, which several gateways may share. */
    REMOTE,
    /** Part of the gateway's own process. */
    EMBEDDED
}
