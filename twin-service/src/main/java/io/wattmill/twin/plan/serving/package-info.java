// SPDX-License-Identifier: Apache-2.0
/**
 * What is to be served, how, for whom and how well. Knows no building.
 *
 * <p>Start reading at {@link io.wattmill.twin.plan.serving.ModelDeployment}.
 */
@NullMarked
package io.wattmill.twin.plan.serving;

import org.jspecify.annotations.NullMarked;
