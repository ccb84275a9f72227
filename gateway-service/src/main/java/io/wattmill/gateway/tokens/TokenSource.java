// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tokens;

/** Where the tokens of a model's prompts come from. */
public enum TokenSource {
    /** Nowhere: the prompts are known by their bytes. */
    NONE,
    /** An engine that serves the model tells them. */
    ENGINE
}
