//! Decides how a reading travels between machines: as JSON behind a mark; all else is left to Ballista.

use ballista_core::serde::{BallistaLogicalExtensionCodec, BallistaPhysicalExtensionCodec};
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::TableProvider;
use datafusion::common::TableReference;
use datafusion::datasource::file_format::FileFormatFactory;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::TaskContext;
use datafusion::logical_expr::{Extension, LogicalPlan};
use datafusion::physical_plan::ExecutionPlan;
use datafusion_proto::logical_plan::LogicalExtensionCodec;
use datafusion_proto::physical_plan::{PhysicalExtensionCodec, PhysicalProtoConverterExtension};
use isnad_sql::reading::{ReadExec, ReadTable, Reading};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What the bytes of a reading begin with; no message of Ballista's does.
const MARK: &[u8] = b"isnad reading\n";

/// Writes and reads logical plans.
#[derive(Debug, Default)]
pub(crate) struct Logical(BallistaLogicalExtensionCodec);

impl LogicalExtensionCodec for Logical {
    fn try_decode(&self, buf: &[u8], inputs: &[LogicalPlan], ctx: &TaskContext) -> Result<Extension> {
        self.0.try_decode(buf, inputs, ctx)
    }

    fn try_encode(&self, node: &Extension, buf: &mut Vec<u8>) -> Result<()> {
        self.0.try_encode(node, buf)
    }

    fn try_decode_table_provider(&self, buf: &[u8], name: &TableReference, schema: SchemaRef, ctx: &TaskContext) -> Result<Arc<dyn TableProvider>> {
        match buf.strip_prefix(MARK) {
            Some(json) => Ok(Arc::new(ReadTable::new(Reading::parse(&text(json)?)?))),
            None => self.0.try_decode_table_provider(buf, name, schema, ctx),
        }
    }

    fn try_encode_table_provider(&self, name: &TableReference, node: Arc<dyn TableProvider>, buf: &mut Vec<u8>) -> Result<()> {
        match node.downcast_ref::<ReadTable>() {
            Some(table) => {
                buf.extend_from_slice(MARK);
                buf.extend_from_slice(table.reading().text().as_bytes());
                Ok(())
            }
            None => self.0.try_encode_table_provider(name, node, buf),
        }
    }

    fn try_decode_file_format(&self, buf: &[u8], ctx: &TaskContext) -> Result<Arc<dyn FileFormatFactory>> {
        self.0.try_decode_file_format(buf, ctx)
    }

    fn try_encode_file_format(&self, buf: &mut Vec<u8>, node: Arc<dyn FileFormatFactory>) -> Result<()> {
        self.0.try_encode_file_format(buf, node)
    }
}

/// Writes and reads physical plans.
#[derive(Debug, Default)]
pub(crate) struct Physical(BallistaPhysicalExtensionCodec);

#[derive(Serialize, Deserialize)]
struct Sent {
    reading: Reading,
    columns: Option<Vec<usize>>,
}

impl PhysicalExtensionCodec for Physical {
    fn try_decode(&self, buf: &[u8], inputs: &[Arc<dyn ExecutionPlan>], ctx: &TaskContext, converter: &dyn PhysicalProtoConverterExtension) -> Result<Arc<dyn ExecutionPlan>> {
        match buf.strip_prefix(MARK) {
            Some(json) => {
                let sent: Sent = serde_json::from_slice(json).map_err(|e| DataFusionError::Plan(format!("a reading that is none ({e}); do all machines run one version of isnad?")))?;
                Ok(Arc::new(ReadExec::new(sent.reading, sent.columns)?))
            }
            None => self.0.try_decode(buf, inputs, ctx, converter),
        }
    }

    fn try_encode(&self, node: Arc<dyn ExecutionPlan>, buf: &mut Vec<u8>, converter: &dyn PhysicalProtoConverterExtension) -> Result<()> {
        match node.downcast_ref::<ReadExec>() {
            Some(exec) => {
                let sent = Sent { reading: exec.reading().clone(), columns: exec.columns().map(<[usize]>::to_vec) };
                buf.extend_from_slice(MARK);
                serde_json::to_writer(buf, &sent).map_err(|e| DataFusionError::Plan(e.to_string()))
            }
            None => self.0.try_encode(node, buf, converter),
        }
    }
}

fn text(bytes: &[u8]) -> Result<String> {
    String::from_utf8(bytes.to_vec()).map_err(|e| DataFusionError::Plan(e.to_string()))
}
