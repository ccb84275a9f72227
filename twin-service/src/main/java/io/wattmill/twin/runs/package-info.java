// SPDX-License-Identifier: Apache-2.0
/**
 * Runs of plans as records: what was asked, what became of it, and the port through which one is
 * carried out. Pure.
 *
 * <p>Knows no database, no thread and no HTTP.
 *
 * <p>Start reading at {@link io.wattmill.twin.runs.RunRecord}.
 */
@NullMarked
package io.wattmill.twin.runs;

import org.jspecify.annotations.NullMarked;
