// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.link;

import io.wattmill.router.fleet.Node;

/** What a hello comes to. */
sealed interface Welcome {
    /** Its agent speaks for this node from now on. */
    record Accepted(Node node) implements Welcome {}

    /** It does not, for this reason. */
    record Refused(String reason) implements Welcome {}

    /** Its connection speaks for another node already, and for none from now on. */
    record Changed(String reason) implements Welcome {}

    /** Its certificate is another node's; the connection speaks for none from now on. */
    record Imposture(String reason) implements Welcome {}
}
