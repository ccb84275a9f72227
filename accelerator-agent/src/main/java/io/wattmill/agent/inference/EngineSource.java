// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.inference;

import java.util.concurrent.CompletionStage;

/**
 * One engine that can be asked. Neither question fails: trouble is an outcome. None is asked again
 * before the one before is answered; a source must bound its own time.
 */
public interface EngineSource {

    /** Load and totals. */
    CompletionStage<EngineScan> scan();

    /** The models it serves; asked rarely. */
    CompletionStage<ModelScan> models();
}
