# SPDX-License-Identifier: Apache-2.0
"""All mutations, room by room."""
import certificates, conventions, judging, records, sampling

MUTATIONS = judging.MUTATIONS + certificates.MUTATIONS + conventions.MUTATIONS + sampling.MUTATIONS + records.MUTATIONS
