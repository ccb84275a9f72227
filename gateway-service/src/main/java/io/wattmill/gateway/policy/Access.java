// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.policy;

import io.wattmill.gateway.identity.Scope;

/** What a caller needs for a route. */
public sealed interface Access {

    /** Nothing: the route tells no secret. */
    record Public() implements Access {}

    /** A live key with this scope. */
    record Needs(Scope scope) implements Access {}
}
