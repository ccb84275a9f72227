// SPDX-License-Identifier: Apache-2.0
/**
 * Reads Prometheus text, the one format that device exporters and engines share: bytes in, samples
 * out, every bound stated, every line that was not understood counted with its reason.
 *
 * <p>It must not know where the bytes came from or what a metric means. Start reading at {@link
 * io.wattmill.agent.exposition.ExpositionParser}.
 */
@NullMarked
package io.wattmill.agent.exposition;

import org.jspecify.annotations.NullMarked;
