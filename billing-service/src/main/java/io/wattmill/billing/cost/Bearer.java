// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.cost;

/** Who bears a part of a window's cost. */
public sealed interface Bearer {

    /** Its owner on the ledger. */
    String owner();

    /** A project whose request used it. */
    record Project(String owner) implements Bearer {}

    /** A project that keeps the node for itself, in a window without requests. */
    record Reserved(String owner) implements Bearer {}

    /** Overhead: a window without requests; owner: node/engine. */
    record Empty(String owner) implements Bearer {}

    /** What nothing explains; owner: node/engine. */
    record Unattributed(String owner) implements Bearer {}
}
