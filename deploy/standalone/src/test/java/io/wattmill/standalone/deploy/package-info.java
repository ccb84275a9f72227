// SPDX-License-Identifier: Apache-2.0
/**
 * Holds deploy/kubernetes and deploy/systemd to their formats and to the settings that the code
 * has, without a cluster and without systemd running. Start at {@link
 * io.wattmill.standalone.deploy.KubernetesTest}.
 */
@NullMarked
package io.wattmill.standalone.deploy;

import org.jspecify.annotations.NullMarked;
