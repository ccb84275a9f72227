// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.meter;

import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.ledger.v1.UsageSource;
import io.wattmill.gateway.wire.Usage;

/**
 * Tokens and how they are known.
 *
 * @param vector each token in exactly one place
 * @param source who counted
 */
public record Tokens(TokenVector vector, UsageSource source) {

    /** Nothing was used. */
    public static final Tokens NONE =
            new Tokens(TokenVector.getDefaultInstance(), UsageSource.USAGE_SOURCE_ESTIMATED);

    /** The same in OpenAI's terms. */
    public Usage usage() {
        return new Usage(
                vector.getInputUncached() + vector.getCacheRead() + vector.getCacheWrite(),
                vector.getCacheRead(),
                vector.getOutput(),
                vector.getReasoning());
    }
}
