// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim.read;

import io.wattmill.twin.claim.Claim;

import java.util.List;

/** What became of a claim file. */
public sealed interface ClaimReading {

    /** It is a claim. */
    record Understood(Claim claim) implements ClaimReading {}

    /** It is not; all its problems, in the order in which they were found. */
    record Refused(List<ClaimProblem> problems) implements ClaimReading {}
}
