// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.link;

import io.wattmill.router.fleet.NodeDescription;

/** A hello, read. */
sealed interface Parsed {
    /** It makes sense. */
    record Valid(NodeDescription node) implements Parsed {}

    /** It does not, for this reason. */
    record Invalid(String reason) implements Parsed {}

    /** It says more than it may: the limit's configuration path. */
    record TooMuch(String limit) implements Parsed {}
}
