// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.inference;

import io.wattmill.agent.source.SourceFailure;

/** What one look at an engine gave. */
public sealed interface EngineScan {

    /**
     * The engine answered.
     *
     * @param atUs instant of the reading, epoch microseconds
     */
    record Reached(EngineReading reading, long atUs) implements EngineScan {}

    /** It did not, and why. */
    record Unreached(SourceFailure failure) implements EngineScan {}
}
