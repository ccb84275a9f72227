// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.journal;

/** What came of opening a request in the journal. */
public sealed interface Opening {

    /** It is on record. */
    record Opened(OpenRequest request) implements Opening {}

    /** There is no room, or the disk fails: the request must not run. */
    record Full(String reason) implements Opening {}
}
