import { getDefaultRegistry } from "@rjsf/core";
import type { FieldProps, RegistryFieldsType, RegistryWidgetsType, RJSFSchema, TemplatesType } from "@rjsf/utils";
import type { FormContext } from "../context";
import { ChecklistWidget, ChoiceWidget, RadioWidget, RatingWidget } from "../widgets/choices";
import { FileWidget } from "../widgets/files";
import { DateTimeWidget, DateWidget, NumberWidget, TextareaWidget, TextWidget, TimeWidget } from "../widgets/inputs";
import { FieldError, FieldHelp, FieldTemplate, holdsFiles } from "./field";
import { AlternativesTemplate, GridTemplate, ListItem, ListTemplate, ObjectTemplate } from "./groups";

export const templates: Partial<TemplatesType<unknown, RJSFSchema, FormContext>> = {
  ArrayFieldItemTemplate: ListItem,
  ArrayFieldTemplate: ListTemplate,
  FieldErrorTemplate: FieldError,
  FieldHelpTemplate: FieldHelp,
  FieldTemplate,
  GridTemplate,
  MultiSchemaFieldTemplate: AlternativesTemplate,
  ObjectFieldTemplate: ObjectTemplate,
};

export const widgets: RegistryWidgetsType<unknown, RJSFSchema, FormContext> = {
  CheckboxWidget: RadioWidget,
  CheckboxesWidget: ChecklistWidget,
  DateTimeWidget,
  DateWidget,
  EmailWidget: TextWidget,
  FileWidget,
  RadioWidget,
  SelectWidget: ChoiceWidget,
  TextWidget,
  TextareaWidget,
  TimeWidget,
  URLWidget: TextWidget,
  UpDownWidget: NumberWidget,
  file: FileWidget,
  "onedoor-file": FileWidget,
  rating: RatingWidget,
};

const standard = getDefaultRegistry<unknown, RJSFSchema, FormContext>().fields;
const StandardArray = standard["ArrayField"]!;

/** A list of files is one control, not a repeated group. */
function ListField(props: FieldProps<unknown, RJSFSchema, FormContext>) {
  if (props.uiSchema?.["ui:widget"] || !holdsFiles(props.schema, props.registry)) return <StandardArray {...props} />;
  return <StandardArray {...props} uiSchema={{ ...props.uiSchema, "ui:widget": "file" }} />;
}

export const fields: RegistryFieldsType<unknown, RJSFSchema, FormContext> = { ArrayField: ListField };
