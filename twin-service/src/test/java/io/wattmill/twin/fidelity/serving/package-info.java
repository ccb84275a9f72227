// SPDX-License-Identifier: Apache-2.0
/**
 * aiconfigurator's measured serving points: fits a tuning for each backend and scores it on what
 * the fit has not seen. Start at {@link io.wattmill.twin.fidelity.serving.ServingPoints}.
 */
@NullMarked
package io.wattmill.twin.fidelity.serving;

import org.jspecify.annotations.NullMarked;
