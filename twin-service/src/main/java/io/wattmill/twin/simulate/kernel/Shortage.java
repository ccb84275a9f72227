// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.kernel;

/** Why requests wait while an engine works. */
public enum Shortage {
    /** None waits. */
    NONE,
    /** The step's token budget is spent on prompts. */
    PROMPT_BUDGET,
    /** As many sequences run as may. */
    BATCH_SLOTS,
    /** The KV cache is full. */
    KV_CACHE
}
