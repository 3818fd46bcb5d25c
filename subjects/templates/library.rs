// SPDX-License-Identifier: Apache-2.0
// A subject as a shared library in Rust, without a crate: copy, replace the two functions, list what you offer. The structures are
// those of lossproof_subject.h, field by field.
//   rustc -O --crate-type cdylib library.rs -o mine.so && lossproof doctor ./mine.so
use std::ffi::CStr;
use std::mem::size_of;
use std::os::raw::{c_char, c_void};
use std::slice::{from_raw_parts, from_raw_parts_mut};

fn sigmoid(x: f64) -> f64 {
    if x >= 0.0 { 1.0 / (1.0 + (-x).exp()) } else { x.exp() / (1.0 + x.exp()) }
}

fn softmax(z: &[f64], p: &mut [f64]) {
    let peak = z.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    for (p, z) in p.iter_mut().zip(z) {
        *p = (z - peak).exp();
    }
    let total: f64 = p.iter().sum();
    p.iter_mut().for_each(|p| *p /= total);
}

#[repr(C)]
pub struct Tensor {
    struct_size: usize,
    name: *const c_char,
    dtype: i32,
    rank: i32,
    shape: *const i64,
    strides: *const i64,
    data: *mut c_void,
}

#[repr(C)]
pub struct Request {
    struct_size: usize,
    operation: *const c_char,
    format: i32,
    parameter_count: u32,
    parameters: *const *const c_void,
    input_count: u32,
    inputs: *const *const Tensor,
    upstream: *const Tensor,
    output_count: u32,
    outputs: *const *const Tensor,
    message: *mut c_char,
    message_size: usize,
}

#[repr(C)]
pub struct Offer {
    operation: *const c_char,
    formats: u32,
    outputs: *const c_char,
    options: *const c_char,
}

#[repr(C)]
pub struct Subject {
    struct_size: usize,
    abi: u32,
    flags: u32,
    name: *const c_char,
    version: *const c_char,
    conventions: *const c_char,
    details: *const c_char,
    offer_size: usize,
    offer_count: usize,
    offers: *const Offer,
    compute: extern "C" fn(*const Request) -> i32,
}
unsafe impl Sync for Subject {}
unsafe impl Sync for Offer {}

macro_rules! text {
    ($literal:literal) => { concat!($literal, "\0").as_ptr() as *const c_char };
}

// Tensors are dense and row-major here, because no flag says that strides are honoured.
extern "C" fn compute(request: *const Request) -> i32 {
    unsafe {
        let request = &*request;
        let (input, output) = (&**request.inputs, &**request.outputs);
        let shape = from_raw_parts(input.shape, input.rank as usize);
        let count = shape.iter().product::<i64>() as usize;
        let z = from_raw_parts(input.data as *const f64, count);
        let value = from_raw_parts_mut(output.data as *mut f64, count);
        if CStr::from_ptr(request.operation).to_bytes() == b"softmax" {
            let columns = shape[1] as usize;
            for (z, p) in z.chunks(columns).zip(value.chunks_mut(columns)) {
                softmax(z, p);
            }
        } else {
            for (value, x) in value.iter_mut().zip(z) {
                *value = sigmoid(*x);
            }
        }
    }
    0
}

static OFFERS: [Offer; 2] = [
    Offer { operation: text!("sigmoid"), formats: 1, outputs: text!("value"), options: text!("") },
    Offer { operation: text!("softmax"), formats: 1, outputs: text!("value"), options: text!("") },
];

static SUBJECT: Subject = Subject {
    struct_size: size_of::<Subject>(),
    abi: 1,
    flags: 0,
    name: text!("Rust template"),
    version: text!("1.0"),
    conventions: std::ptr::null(),
    details: text!("language: Rust\n"),
    offer_size: size_of::<Offer>(),
    offer_count: OFFERS.len(),
    offers: OFFERS.as_ptr(),
    compute,
};

#[no_mangle]
pub extern "C" fn lossproof_subject_v1() -> *const Subject {
    &SUBJECT
}
