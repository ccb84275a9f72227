// SPDX-License-Identifier: Apache-2.0
/**
 * Rules about models on GPUs: memory, batches, parallelism and formats. Knows the engine catalogue
 * and no building.
 *
 * <p>Start reading at {@link io.wattmill.twin.rule.model.ServedModel}.
 */
@NullMarked
package io.wattmill.twin.rule.model;

import org.jspecify.annotations.NullMarked;
