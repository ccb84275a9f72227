// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.identity;

/** What came of looking at a caller's credentials. */
public sealed interface Identification {

    /** A live key. */
    record Known(KeyRecord key) implements Identification {}

    /** No key, not a key, or one that opens nothing; {@code reason} is for the caller. */
    record Unknown(String reason) implements Identification {}

    /** A live key, from an address that it may not be used from. */
    record Elsewhere(String reason) implements Identification {}

    /** The keys are older than the site allows: nobody can be identified now. */
    record Stale(String reason) implements Identification {}
}
