// SPDX-License-Identifier: Apache-2.0
/**
 * Plans and runs in PostgreSQL, and the workers that carry runs out. Shell.
 *
 * <p>Knows tables, threads and limits; knows nothing of what a run computes (that is {@code
 * runs.RunWork}), only what it may take, nor of HTTP.
 *
 * <p>Start reading at {@link io.wattmill.twin.store.RunQueue}.
 */
@NullMarked
package io.wattmill.twin.store;

import org.jspecify.annotations.NullMarked;
