// SPDX-License-Identifier: Apache-2.0
/**
 * Why a source (a device exporter, an engine) gave nothing: one small vocabulary for reports,
 * metrics and logs.
 *
 * <p>It must not know any source. Start reading at {@link io.wattmill.agent.source.SourceFailure}.
 */
@NullMarked
package io.wattmill.agent.source;

import org.jspecify.annotations.NullMarked;
